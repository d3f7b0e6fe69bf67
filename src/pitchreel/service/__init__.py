"""Service: what every door asks for, in one place: keys, products, projects, files, endpoints, credits."""
