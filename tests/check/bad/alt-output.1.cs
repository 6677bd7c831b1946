<p><?cs alt:Row.Name ?>nobody<?cs /alt ?></p>
