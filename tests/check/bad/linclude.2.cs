<?cs linclude:"lib/layout.cs" ?>
