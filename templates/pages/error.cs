<?cs include:"lib/head.cs" ?>
<div class="sheet">
<h1><?cs var:Error.title ?></h1>
<p><?cs var:Error.text ?></p>
<p class="actions"><?cs if:Error.status == "503" ?><a class="btn btn-primary" href="">Try again</a> <?cs /if ?><?cs each:a = Error.actions ?><a class="btn<?cs if:first(a) && Error.status != "503" ?> btn-primary<?cs /if ?>" href="<?cs var:a.url ?>"><?cs var:a.label ?></a> <?cs /each ?></p>
<p class="quiet">Status <?cs var:Error.status ?> &middot; if it happens again, give your administrator this number: <span class="rid"><?cs var:Error.request_id ?></span></p>
</div>
<?cs include:"lib/foot.cs" ?>
