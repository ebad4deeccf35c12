"""Update rules of stochastic training as random linear recursions, one short function per file, with its source."""
