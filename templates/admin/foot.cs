</div>
</div>
<?cs include:"lib/foot.cs" ?>
