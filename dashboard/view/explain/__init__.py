"""Why a figure or a status is what it is: sentences made from its rule and inputs, each with the row it came from."""
