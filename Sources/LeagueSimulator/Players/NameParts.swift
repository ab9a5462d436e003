/// What made-up names are put together from. Surnames are built from halves, so that nobody real is called like that.
enum NameParts {
    static let given = [
        "Abel", "Amari", "Anton", "Arlo", "Asher", "Aurel", "Bastian", "Beck", "Bram", "Bryce", "Caleb", "Calix",
        "Casper", "Cedric", "Conrad", "Corin", "Dante", "Darian", "Davor", "Dax", "Delroy", "Desmond", "Dorian",
        "Edgar", "Elias", "Emeka", "Emil", "Enzo", "Evander", "Ezra", "Fabian", "Felix", "Finn", "Franz", "Gideon",
        "Griffin", "Gustav", "Hamid", "Hector", "Hugo", "Ibrahim", "Idris", "Ignacio", "Isaiah", "Ivo", "Jabari",
        "Jamir", "Jarek", "Jasper", "Javon", "Joaquin", "Jonah", "Juno", "Kaspar", "Keanu", "Kelvin", "Kendrick",
        "Kofi", "Lamar", "Lars", "Leander", "Leon", "Linus", "Lorenzo", "Lucian", "Malachi", "Marlon", "Mateus",
        "Micah", "Milan", "Moussa", "Nelson", "Nico", "Noel", "Odin", "Omari", "Orlando", "Oscar", "Otis", "Pascal",
        "Percy", "Quentin", "Rafael", "Ramon", "Reggie", "Rhys", "Roman", "Ronan", "Rufus", "Samir", "Saul", "Silas",
        "Soren", "Stellan", "Tariq", "Tavion", "Theo", "Tobias", "Tyrell", "Ulises", "Umar", "Victor", "Waldo",
        "Wendell", "Xander", "Yannick", "Yusuf", "Zaire", "Zeno", "Zoltan",
        // With marks that a lookup folds.
        "Željan", "Łukan", "Jánoš", "Émeric", "Andréas", "Çağan", "Jørn", "Matías", "Štefan", "Tomáš", "Björn", "Zoé",
        "D'Amar", "De'Quan", "J.T.", "Jean-Luc",
    ]

    static let firstHalves = [
        "Ald", "Ash", "Bald", "Barr", "Bex", "Birk", "Bland", "Brack", "Bren", "Broms", "Cald", "Carv", "Chad", "Colb",
        "Crans", "Cress", "Dagg", "Darn", "Del", "Dor", "Drum", "Eld", "Emm", "Farn", "Fenn", "Ferr", "Garr", "Gill",
        "Glad", "Gran", "Had", "Harr", "Hask", "Holb", "Hux", "Ing", "Jarr", "Kell", "Kend", "Kirb", "Lang", "Larr",
        "Leck", "Lind", "Lock", "Mald", "Marb", "Mell", "Merr", "Morr", "Nell", "Nor", "Oak", "Ost", "Pell", "Penn",
        "Pres", "Quill", "Rad", "Ram", "Red", "Rock", "Roth", "Sand", "Sel", "Shel", "Stan", "Stock", "Tal", "Tarr",
        "Thorn", "Till", "Tor", "Und", "Vann", "Vern", "Wald", "Warr", "Wes", "Whit", "Wick", "Win", "Yarr", "Zell",
    ]

    static let secondHalves = [
        "acre", "beck", "berg", "born", "bridge", "brook", "burn", "by", "combe", "cott", "croft", "dale", "den",
        "field", "ford", "gate", "grove", "ham", "hurst", "ington", "lake", "land", "leigh", "low", "man", "mere",
        "mond", "more", "ridge", "shaw", "side", "stead", "stone", "thorpe", "ton", "vale", "ward", "wick", "wood",
        "worth",
    ]

    /// Whole surnames with letters a lookup folds, or with marks it drops.
    static let marked = [
        "Đorvić", "Šarkanić", "Vučetar", "Jorkanić", "Bohdanář", "Dolčevski", "Čubrinov", "Žalgar", "Łubecki", "Wójtan",
        "Ångmark", "Østvang", "Sørbakk", "Größner", "Müllstädt", "Schrönau", "Özgündal", "Şahinel", "Çelbenko",
        "Núñarro", "Peñalba", "Hernángar", "Bélizard", "Gobérin", "Fournàc", "Ntsamwé", "Diabantu-Ross", "Mbaïtou",
        "Varnančius", "Sargaitis", "Purvziņģis", "Bērzānis", "Kuzmantš", "Æbelholt", "Smith-Yarrow", "O'Fennimore",
        "McTarran", "van der Stelt", "Kılıçay", "Ilguvė",
    ]

    static let suffixes = ["Jr.", "II", "III", "IV"]
}
