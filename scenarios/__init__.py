"""Where and under what conditions: districts as files, and their loader."""

from crosspark.model.case import register_resolver
from crosspark.scenarios.loader import load_scenario

register_resolver(load_scenario)
