"""Hypothesis strategies: exact positive semidefinite families, the instances of any statement, and tests that close in on its failing."""

from verify.decide.strategies.closing_in import closing_in, relative_slack
from verify.decide.strategies.instances import instances
from verify.decide.strategies.matrices import hessian_families, psd_matrices, unlearning_instances
from verify.decide.strategies.near_misses import NearMiss, NearMisses, near_misses
from verify.decide.strategies.values import HessianFamily, PsdMatrix, UnlearningInstance

__all__ = [
    "HessianFamily",
    "NearMiss",
    "NearMisses",
    "PsdMatrix",
    "UnlearningInstance",
    "closing_in",
    "hessian_families",
    "instances",
    "near_misses",
    "psd_matrices",
    "relative_slack",
    "unlearning_instances",
]
