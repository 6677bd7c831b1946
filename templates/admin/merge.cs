<?cs include:"admin/head.cs" ?>
<?cs include:"admin/fields.cs" ?>
<?cs call:form_title() ?>
<table class="rows merge" id="table">
<caption class="sr">What the two contacts have, and what the one that stays has then</caption>
<thead><tr><td></td><th scope="col">Stays</th><th scope="col">Is deleted</th><th scope="col">Afterwards</th></tr></thead>
<tbody>
<?cs each:row = Merge.rows ?><tr><th scope="row"><?cs var:row.label ?></th><td data-label="Stays"><?cs var:row.keep ?></td><td data-label="Is deleted"><?cs var:row.gone ?></td><td data-label="Afterwards"><strong><?cs var:row.after ?></strong></td></tr>
<?cs /each ?></tbody>
</table>
<?cs if:Merge.possible ?>
<form class="merge-form" method="post" action="<?cs var:Form.url ?>">
<?cs call:form_open() ?>
<p>All interactions and accounts of <strong><?cs var:Merge.gone ?></strong> go to <strong><?cs var:Merge.keep ?></strong>, then <?cs var:Merge.gone ?> is deleted. This cannot be undone.</p>
<p class="form-actions"><button type="submit" class="btn btn-danger" name="confirmed" value="yes">Merge</button> <a class="btn" href="<?cs var:Merge.swap_url ?>">Keep the other one instead</a> <a class="btn" href="<?cs var:Merge.back_url ?>">Cancel</a></p>
</form>
<?cs else ?>
<p class="form-actions"><a class="btn" href="<?cs var:Merge.swap_url ?>">Keep the other one instead</a> <a class="btn" href="<?cs var:Merge.back_url ?>">Back</a></p>
<?cs /if ?>
<?cs include:"admin/foot.cs" ?>
