"""The kill storm: processes die at random instants under load, and nothing may be lost by it."""
