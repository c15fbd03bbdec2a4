"""运行维护: first start, demo college, the worker and its clock, the check-up."""
