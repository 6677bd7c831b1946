<header class="detail-head">
<p><a href="<?cs var:Url.list ?>">Back to the list</a></p>
<h1 id="detail-title"><span class="ch <?cs var:Of.channel_key ?>"><?cs var:Of.channel ?></span> <bdi><?cs var:Of.client ?></bdi></h1>
<p class="quiet">Interaction <?cs var:Of.id ?></p>
</header>
