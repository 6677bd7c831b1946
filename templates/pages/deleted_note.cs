<?cs if:Gone.id ?>
<form class="gone" method="post" action="<?cs var:Url.restore ?>" id="gone">
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>"><input type="hidden" name="list" value="<?cs var:Gone.list ?>"><input type="hidden" name="one" value="<?cs var:Gone.id ?>">
<span role="status">Interaction <?cs var:Gone.id ?> (<bdi><?cs var:Gone.client ?></bdi>) was deleted.</span> <button type="submit" class="btn">Undo</button> <a href="<?cs var:Url.deleted ?>">Deleted interactions</a>
</form>
<?cs elif:Gone.restored ?>
<p class="gone" id="gone" role="status">The interaction is back as it was.</p>
<?cs /if ?>
