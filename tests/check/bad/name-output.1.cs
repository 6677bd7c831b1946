<p><?cs each:row = Rows ?><?cs name:row ?><?cs /each ?></p>
