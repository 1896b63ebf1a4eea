"""What a run leaves: results.json files, which are the truth, and an index that is made from them."""
