echo LOOT
