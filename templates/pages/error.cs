<?cs include:"lib/head.cs" ?>
<div class="sheet">
<h1><?cs var:Error.title ?></h1>
<p><?cs var:Error.text ?></p>
<?cs if:subcount(Error.actions) ?><p class="actions"><?cs each:a = Error.actions ?><a class="btn<?cs if:first(a) ?> btn-primary<?cs /if ?>" href="<?cs var:a.url ?>"><?cs var:a.label ?></a> <?cs /each ?></p><?cs /if ?>
<p class="quiet">Status <?cs var:Error.status ?> &middot; if it happens again, give your administrator this number: <span class="rid"><?cs var:Error.request_id ?></span></p>
</div>
<?cs include:"lib/foot.cs" ?>
