<p><?cs var:html_escape(Row.Name) + Row.Number ?></p>
