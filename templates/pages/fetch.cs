<?cs include:"pages/detail_fetch.cs" ?>
