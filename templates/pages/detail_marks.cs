<?cs def:mark_hidden() ?><input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>"><input type="hidden" name="id" value="<?cs var:Of.id ?>"><?cs if:Marks.list ?><input type="hidden" name="list" value="<?cs var:Marks.list ?>"><?cs /if ?><?cs /def ?>

<?cs def:mark_error(id, error) ?><?cs if:error ?><p class="field-error" id="e-<?cs var:id ?>"><?cs var:error ?></p><?cs /if ?><?cs /def ?>

<?cs def:mark_input(id, name, label, value, error, max, list, required) ?>
<div class="mark-field<?cs if:error ?> wrong<?cs /if ?>"><label for="<?cs var:id ?>"><?cs var:label ?></label>
<input class="form-control" type="text" id="<?cs var:id ?>" name="<?cs var:name ?>" value="<?cs var:value ?>" maxlength="<?cs var:max ?>" autocomplete="off"<?cs if:list ?> list="<?cs var:list ?>"<?cs /if ?><?cs if:required ?> required<?cs /if ?><?cs if:error ?> aria-invalid="true" aria-describedby="e-<?cs var:id ?>"<?cs /if ?>>
<?cs call:mark_error(id, error) ?></div>
<?cs /def ?>

<?cs def:mark_note_field(id, value, error) ?>
<div class="mark-field<?cs if:error ?> wrong<?cs /if ?>"><label for="<?cs var:id ?>">Note</label>
<textarea class="form-control" id="<?cs var:id ?>" name="note" rows="4" maxlength="2000" dir="auto" required<?cs if:error ?> aria-invalid="true" aria-describedby="e-<?cs var:id ?>"<?cs /if ?>>
<?cs var:value ?></textarea>
<?cs call:mark_error(id, error) ?></div>
<?cs /def ?>

<?cs def:mark_who(by, at, at_title) ?><?cs if:by ?><bdi><?cs var:by ?></bdi><?cs /if ?><?cs if:by && at ?>, <?cs /if ?><?cs if:at ?><span title="<?cs var:at_title ?>"><?cs var:at ?></span><?cs /if ?><?cs /def ?>

<?cs def:mark_flag(f) ?>
<p class="mark-what"><span class="mark-sign" aria-hidden="true"></span><strong><bdi><?cs var:f.flag ?></bdi></strong><?cs if:f.ai ?> <span class="ai" title="Set by an analysis, not by a person">AI</span><?cs /if ?> <span class="quiet"><?cs call:mark_who(f.by, f.at, f.at_title) ?></span></p>
<?cs if:f.reason ?><p class="mark-why" dir="auto"><?cs var:f.reason ?></p><?cs /if ?>
<?cs /def ?>

<?cs def:mark_list(id, list) ?><datalist id="<?cs var:id ?>"><?cs each:o = list ?><option value="<?cs var:o.value ?>"></option><?cs /each ?></datalist><?cs /def ?>

<?cs if:Marks.shown ?>
<section id="marks" class="detail-part marks" aria-labelledby="marks-title">
<h2 id="marks-title">Flags, tags and notes</h2>

<h3 id="flags-title">Flags</h3>
<?cs if:subcount(Marks.flags) ?>
<ul class="mark-flags" aria-labelledby="flags-title">
<?cs each:f = Marks.flags ?><li><?cs call:mark_flag(f) ?>
<?cs if:Marks.may ?><details class="mark-do"<?cs if:f.open ?> open<?cs /if ?>><summary>Clear<span class="sr"> the flag <?cs var:f.flag ?></span></summary>
<form method="post" action="<?cs var:Marks.url.unflag ?>" data-drawer><?cs call:mark_hidden() ?><input type="hidden" name="no" value="<?cs var:f.no ?>">
<?cs call:mark_input("unflag-" + f.no, "reason", "Why it is cleared", f.text, f.error, "500", "", "1") ?>
<button type="submit" class="btn btn-primary">Clear the flag</button></form></details><?cs /if ?></li>
<?cs /each ?></ul>
<?cs elif:!Marks.n_cleared ?><p class="quiet">None</p><?cs /if ?>
<?cs if:Marks.n_cleared ?>
<details class="mark-cleared"><summary><?cs var:Marks.n_cleared ?> cleared</summary>
<ul class="mark-flags" aria-label="Cleared flags">
<?cs each:f = Marks.cleared ?><li><?cs call:mark_flag(f) ?>
<p class="mark-why">Cleared: <span class="quiet"><?cs call:mark_who(f.cleared_by, f.cleared_at, f.cleared_at_title) ?></span><?cs if:f.why ?> <span dir="auto"><?cs var:f.why ?></span><?cs /if ?></p></li>
<?cs /each ?></ul></details>
<?cs /if ?>
<?cs if:Marks.may ?>
<details class="mark-do mark-add"<?cs if:Marks.form.flag.open ?> open<?cs /if ?>><summary>Set a flag</summary>
<form method="post" action="<?cs var:Marks.url.flag ?>" data-drawer><?cs call:mark_hidden() ?>
<?cs call:mark_input("mark-flag", "flag", "Flag", Marks.form.flag.text, Marks.form.flag.text_error, "60", "mark-flags", "1") ?>
<?cs call:mark_input("mark-reason", "reason", "Reason", Marks.form.flag.more, Marks.form.flag.more_error, "500", "", "1") ?>
<button type="submit" class="btn btn-primary">Set the flag</button></form></details>
<?cs /if ?>

<h3 id="tags-title">Tags</h3>
<?cs if:subcount(Marks.tags) ?>
<ul class="mark-tags" aria-labelledby="tags-title">
<?cs each:t = Marks.tags ?><li class="mark-tag of-<?cs var:t.source ?>"<?cs if:t.by ?> title="Set by <?cs var:t.by ?><?cs if:t.at ?>, <?cs var:t.at_title ?><?cs /if ?>"<?cs /if ?>><?cs if:t.kind ?><span class="mark-kind"><bdi><?cs var:t.kind_label ?></bdi></span> <?cs /if ?><bdi><?cs var:t.tag ?></bdi><?cs if:t.source == "ai" ?> <span class="ai" title="Found by an analysis">AI</span><?cs elif:t.source == "vendor" ?> <span class="mark-vendor" title="Came with the interaction from the platform that carried it">vendor</span><?cs elif:Marks.may ?><form method="post" action="<?cs var:Marks.url.untag ?>" data-drawer><?cs call:mark_hidden() ?><input type="hidden" name="kind" value="<?cs var:t.kind ?>"><input type="hidden" name="tag" value="<?cs var:t.tag ?>"><button type="submit" class="mark-off" title="Take the tag away" aria-label="Take the tag <?cs var:t.tag ?> away">&times;</button></form><?cs /if ?></li>
<?cs /each ?></ul>
<?cs else ?><p class="quiet">None</p><?cs /if ?>
<?cs if:Marks.may ?>
<details class="mark-do mark-add"<?cs if:Marks.form.tag.open ?> open<?cs /if ?>><summary>Add a tag</summary>
<form method="post" action="<?cs var:Marks.url.tag ?>" data-drawer><?cs call:mark_hidden() ?>
<?cs call:mark_input("mark-tag", "tag", "Tag", Marks.form.tag.text, Marks.form.tag.text_error, "80", "mark-tags", "1") ?>
<?cs call:mark_input("mark-kind", "kind", "Kind (may be left out)", Marks.form.tag.more, Marks.form.tag.more_error, "40", "mark-kinds", "") ?>
<button type="submit" class="btn btn-primary">Add the tag</button></form></details>
<?cs /if ?>

<h3 id="notes-title">Notes</h3>
<?cs if:subcount(Marks.notes) ?>
<ol class="mark-notes" aria-labelledby="notes-title">
<?cs each:n = Marks.notes ?><li>
<p class="mark-what"><strong><bdi><?cs var:n.author ?></bdi></strong> <span class="quiet"><span title="<?cs var:n.at_title ?>"><?cs var:n.at ?></span><?cs if:n.edited ?>, edited <span title="<?cs var:n.edited_title ?>"><?cs var:n.edited ?></span><?cs /if ?></span></p>
<p class="mark-body" dir="auto"><?cs var:n.body ?></p>
<?cs if:n.own && Marks.may ?>
<details class="mark-do"<?cs if:n.open ?> open<?cs /if ?>><summary>Edit<span class="sr"> your note of <?cs var:n.at ?></span></summary>
<form method="post" action="<?cs var:Marks.url.edit ?>" data-drawer><?cs call:mark_hidden() ?><input type="hidden" name="no" value="<?cs var:n.no ?>">
<?cs call:mark_note_field("note-" + n.no, n.text, n.error) ?>
<button type="submit" class="btn btn-primary">Save the note</button></form></details>
<details class="mark-do"><summary>Delete<span class="sr"> your note of <?cs var:n.at ?></span></summary>
<form method="post" action="<?cs var:Marks.url.delete ?>" data-drawer><?cs call:mark_hidden() ?><input type="hidden" name="no" value="<?cs var:n.no ?>">
<p>The note goes for good; that it was there stays in the audit log.</p>
<button type="submit" class="btn btn-danger">Delete the note</button></form></details>
<?cs /if ?></li>
<?cs /each ?></ol>
<?cs else ?><p class="quiet">None</p><?cs /if ?>
<?cs if:Marks.may ?>
<details class="mark-do mark-add"<?cs if:Marks.form.note.open ?> open<?cs /if ?>><summary>Write a note</summary>
<form method="post" action="<?cs var:Marks.url.note ?>" data-drawer><?cs call:mark_hidden() ?>
<?cs call:mark_note_field("mark-note", Marks.form.note.text, Marks.form.note.text_error) ?>
<button type="submit" class="btn btn-primary">Save the note</button></form></details>
<?cs call:mark_list("mark-flags", Marks.suggest.flags) ?><?cs call:mark_list("mark-tags", Marks.suggest.tags) ?><?cs call:mark_list("mark-kinds", Marks.suggest.kinds) ?>
<?cs elif:Marks.refused ?><p class="quiet mark-refused"><?cs var:Marks.refused ?>.</p>
<?cs /if ?>
</section>
<?cs /if ?>
