<?cs set:Config.VarEscapeMode = "none" ?>
