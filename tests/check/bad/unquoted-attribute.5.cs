<a title="a > b" class=<?cs alt:Row.Class ?>x<?cs /alt ?>>x</a>
