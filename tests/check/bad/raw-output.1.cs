<p><?cs uvar:Row.Name ?></p>
