"""What `make bench` runs: pages beside the bare page of the same framework, in one run, as ratios of CPU time."""
