<p><?csvar:Row.Name ?></p>
