"""Published findings reproduced in silico: experiments, statistics, and how the model compares."""
