<p><?cs lvar:Row.Name ?></p>
