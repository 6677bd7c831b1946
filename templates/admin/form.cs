<?cs include:"admin/head.cs" ?>
<?cs include:"admin/fields.cs" ?>
<?cs call:form_title() ?>
<?cs call:facts() ?>
<form class="edit" method="post" action="<?cs var:Form.url ?>" novalidate>
<?cs call:form_open() ?>
<?cs call:fields() ?>
<?cs call:form_buttons() ?>
</form>
<?cs if:Delete.url ?><p class="remove"><a class="btn" href="<?cs var:Delete.url ?>"><?cs var:Delete.label ?></a></p><?cs /if ?>
<?cs include:"admin/foot.cs" ?>
