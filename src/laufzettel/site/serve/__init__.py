"""What runs Laufzettel on one machine: embedded PostgreSQL, web server, job worker, and who watches over them."""
