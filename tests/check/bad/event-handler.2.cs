<img src="/a.png"
  onError='go()'>
