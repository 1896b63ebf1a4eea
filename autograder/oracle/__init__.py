"""What is right, as numbers: inputs, and the outputs that belong to them. Pure: no worker, no printing."""
