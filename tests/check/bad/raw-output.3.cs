<p><?cs evar:Row.Name ?></p>
