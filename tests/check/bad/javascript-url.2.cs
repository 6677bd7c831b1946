<a href='JavaScript :go()'>x</a>
