<?cs set:Page.nav = "interactions" ?><?cs set:Page.forms = "1" ?><?cs set:Page.css.marks = "marks" ?>
<?cs include:"lib/head.cs" ?><?cs include:"lib/form.cs" ?>

<?cs def:suggested(name, label, f, max, list, required, help) ?>
<div class="form-field<?cs if:f.error ?> wrong<?cs /if ?>">
<label for="i-<?cs var:name ?>"><?cs var:label ?></label>
<input class="form-control" type="text" id="i-<?cs var:name ?>" name="<?cs var:name ?>" value="<?cs var:f.value ?>" maxlength="<?cs var:max ?>" autocomplete="off"<?cs if:subcount(list) ?> list="l-<?cs var:name ?>"<?cs /if ?><?cs if:required ?> required<?cs /if ?><?cs if:f.error ?> aria-invalid="true"<?cs /if ?><?cs if:f.error || help ?> aria-describedby="<?cs if:help ?>h-<?cs var:name ?><?cs /if ?> <?cs if:f.error ?>e-<?cs var:name ?><?cs /if ?>"<?cs /if ?>>
<?cs if:subcount(list) ?><datalist id="l-<?cs var:name ?>"><?cs each:o = list ?><option value="<?cs var:o.value ?>"></option><?cs /each ?></datalist><?cs /if ?>
<?cs call:field_end(name, f, help) ?>
<?cs /def ?>

<div class="sheet edit">
<h1><?cs var:Page.title ?></h1>
<?cs if:Edit.problem ?>
<p role="alert"><?cs var:Edit.problem ?></p>
<p class="actions"><a class="btn btn-primary" href="<?cs var:Edit.back ?>">Back to the list</a></p>
<?cs else ?>
<?cs if:Edit.all ?>
<p>All <?cs var:Edit.n ?> that match the list as it was when you chose them<?cs if:Edit.except ?>, but for those you took out<?cs /if ?>:</p>
<ul class="chips edit-chips" aria-label="Filters"><?cs if:Edit.period ?><li><span class="chip"><span class="chip-label">Period</span> <span class="chip-value"><?cs var:Edit.period ?></span></span></li><?cs /if ?>
<?cs each:c = Chips ?><li><span class="chip"><span class="chip-label"><?cs var:c.label ?></span> <span class="chip-value"><?cs var:c.value ?></span></span></li>
<?cs /each ?></ul>
<?cs else ?><p>Picked from the list.</p><?cs /if ?>
<form method="post" action="<?cs var:Url.edit ?>">
<?cs call:csrf() ?><input type="hidden" name="do" value="<?cs var:Edit.do ?>"><input type="hidden" name="state" value="<?cs var:Edit.state ?>"><input type="hidden" name="confirmed" value="1">
<?cs if:Edit.all ?><input type="hidden" name="all" value="1"><input type="hidden" name="except" value="<?cs var:Edit.except ?>"><input type="hidden" name="before" value="<?cs var:Edit.before ?>"><?cs else ?><input type="hidden" name="ids" value="<?cs var:Edit.ids ?>"><?cs /if ?>
<?cs if:Edit.do == "flag" ?>
<?cs call:suggested("flag", "Flag", Edit.flag, "60", Marks.suggest.flags, "1", "Set where it does not stand already.") ?>
<?cs call:suggested("reason", "Reason", Edit.reason, "500", "", "1", "") ?>
<?cs elif:Edit.do == "unflag" ?>
<?cs call:suggested("flag", "Flag", Edit.flag, "60", Marks.suggest.flags, "", "Left empty: every flag that stands, those set by an analysis, too.") ?>
<?cs call:suggested("reason", "Why", Edit.reason, "500", "", "1", "") ?>
<?cs else ?>
<?cs if:Edit.do == "untag" ?><?cs call:suggested("tag", "Tag", Edit.tag, "80", Marks.suggest.tags, "1", "Tags that came from an analysis or a platform stay.") ?><?cs else ?><?cs call:suggested("tag", "Tag", Edit.tag, "80", Marks.suggest.tags, "1", "") ?><?cs /if ?>
<?cs call:suggested("kind", "Kind", Edit.kind, "40", Marks.suggest.kinds, "", "What sort of tag it is, such as issue or language; may be left out.") ?>
<?cs /if ?>
<p class="form-actions"><button type="submit" class="btn btn-primary"><?cs var:Page.title ?></button> <a class="btn" href="<?cs var:Edit.back ?>">Back to the list</a></p>
</form>
<?cs /if ?>
</div>
<?cs include:"lib/foot.cs" ?>
