<?cs include:"lib/layout.cs" ?>
<?cs def:cell(row) ?>
<td class="name<?cs if:row.New ?> new<?cs /if ?>" title='<?cs var:row.Exact ?>'
    <?cs if:row.Wide ?>colspan="2"<?cs /if ?> data-online="1"><?cs var:row.Name ?></td>
<?cs /def ?>
<?cs if:Page.Count > #1 && Page.Mode == "grid" ?>
<a href="<?cs var:url_validate(Row.Url) ?>" rel=noopener>one on style = two</a>
<a href="/c/<?cs var:url_escape(Row.Client) ?>?on=1">onward: a note on data: yes</a>
<script src="/static/js/grid.js" defer></script>
<link rel="stylesheet" href="/static/css/parley.css">
<option value="<?cs var:Row.Id ?>"<?cs if:Row.On ?> selected<?cs /if ?>><?cs var:Row.Name ?></option>
<?cs set:total = Page.First + #1 ?><p>a <b>b</b> 1 < 2</p>
<?cs escape:"url" ?><?cs var:Row.Name ?><?cs /escape ?>
<?cs /if ?>
<?cs # a comment with onclick="x" and "quotes" ?>
