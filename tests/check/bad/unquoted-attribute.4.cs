<option value=<?cs if:Row.On ?>1<?cs /if ?>>x</option>
