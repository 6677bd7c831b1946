<p><?cs var:Row.Name </p>
