<iframe src="data:text/html,x"></iframe>
