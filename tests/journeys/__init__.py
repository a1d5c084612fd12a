"""Stories in a real browser, told as the people of the product live them."""
