"""The one rig that draws every presenter: parameters and a pose in, a figure on a canvas out."""
