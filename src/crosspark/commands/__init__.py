"""The commands of ``crosspark``, by what they are for; `crosspark.cli` puts them together.

A command only reads what was typed, asks the studies or the model, and shows what the views make of it.
Whatever takes time to load is loaded inside the command that needs it.
"""
