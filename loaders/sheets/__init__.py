"""The sheets of the register: their columns, how rows of them are read, and the records that these become."""
