"""Jobs: the stages as durable work that outlives the process it runs in."""
