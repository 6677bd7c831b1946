<p><?cs var:Row.Number + url_escape(Row.Name) ?></p>
