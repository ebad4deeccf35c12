"""Hypothesis strategies: exact positive semidefinite families, and the instances of any statement."""

from verify.decide.strategies.instances import instances
from verify.decide.strategies.matrices import hessian_families, psd_matrices, unlearning_instances
from verify.decide.strategies.values import HessianFamily, PsdMatrix, UnlearningInstance

__all__ = ["HessianFamily", "PsdMatrix", "UnlearningInstance", "hessian_families", "instances", "psd_matrices", "unlearning_instances"]
