"""Where values are kept, how long, and their copy in the customer's bucket."""
