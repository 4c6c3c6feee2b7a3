"""The provinces of Bali to Papua: official name, other names, postcode prefixes, regencies and cities.

Names of the decree of the Minister of Home Affairs (Kepmendagri 300.2.2-2138/2025). A star marks a city (kota); after = follow
other names in use, most of them the capital's. Prefixes of postcodes that two provinces share are left out.
"""

ROWS = (
    (
        "Bali",
        "",
        "80 81 82",
        (
            "Jembrana; Tabanan; Badung=Mangupura; Gianyar; Klungkung=Semarapura; Bangli; Karangasem=Amlapura; "
            "Buleleng=Singaraja; *Denpasar=Dps"
        ),
    ),
    (
        "Nusa Tenggara Barat",
        "NTB;West Nusa Tenggara",
        "83 84",
        (
            "Lombok Barat=Lobar; Lombok Tengah=Loteng=Praya; Lombok Timur=Lotim=Selong; Sumbawa=Sumbawa Besar; Dompu; Bima; "
            "Sumbawa Barat=Taliwang; Lombok Utara=KLU; *Mataram; *Bima"
        ),
    ),
    (
        "Nusa Tenggara Timur",
        "NTT;East Nusa Tenggara",
        "85 86 87",
        (
            "Kupang=Oelamasi; Timor Tengah Selatan=TTS; Timor Tengah Utara=TTU=Kefamenanu; Belu=Atambua; Alor=Kalabahi; "
            "Flores Timur=Larantuka; Sikka=Maumere; Ende; Ngada=Bajawa; Manggarai=Ruteng; Sumba Timur=Waingapu; Sumba "
            "Barat=Waikabubak; Lembata=Lewoleba; Rote Ndao; Manggarai Barat=Labuan Bajo; Nagekeo=Mbay; Sumba Tengah=Waibakul; "
            "Sumba Barat Daya=SBD=Tambolaka; Manggarai Timur=Borong; Sabu Raijua; Malaka=Betun; *Kupang"
        ),
    ),
    (
        "Kalimantan Barat",
        "Kalbar;West Kalimantan",
        "78 79",
        (
            "Sambas; Mempawah; Sanggau; Ketapang; Sintang; Kapuas Hulu=Putussibau; Bengkayang; Landak=Ngabang; Sekadau; "
            "Melawi=Nanga Pinoh; Kayong Utara; Kubu Raya; *Pontianak; *Singkawang"
        ),
    ),
    (
        "Kalimantan Tengah",
        "Kalteng;Central Kalimantan",
        "73 74",
        (
            "Kotawaringin Barat=Kobar=Pangkalan Bun; Kotawaringin Timur=Kotim=Sampit; Kapuas=Kuala Kapuas; Barito "
            "Selatan=Buntok; Barito Utara=Muara Teweh; Katingan=Kasongan; Seruyan=Kuala Pembuang; Sukamara; Lamandau=Nanga "
            "Bulik; Gunung Mas=Kuala Kurun; Pulang Pisau; Murung Raya=Puruk Cahu; Barito Timur=Tamiang Layang; *Palangkaraya"
        ),
    ),
    (
        "Kalimantan Selatan",
        "Kalsel;South Kalimantan",
        "70 71 72",
        (
            "Tanah Laut=Pelaihari; Kotabaru; Banjar; Barito Kuala=Marabahan; Tapin; Hulu Sungai Selatan=HSS; Hulu Sungai "
            "Tengah=HST=Barabai; Hulu Sungai Utara=HSU=Amuntai; Tabalong; Tanah Bumbu=Batulicin; Balangan=Paringin; "
            "*Banjarmasin=Bjm; *Banjarbaru"
        ),
    ),
    (
        "Kalimantan Timur",
        "Kaltim;East Kalimantan",
        "75 76 773",
        (
            "Paser=Tana Paser; Kutai Kartanegara=Kukar=Tenggarong; Berau=Tanjung Redeb; Kutai Barat=Sendawar; Kutai "
            "Timur=Kutim=Sangatta; Penajam Paser Utara=PPU=Penajam; Mahakam Ulu=Ujoh Bilang; *Balikpapan=Bpp; *Samarinda; "
            "*Bontang"
        ),
    ),
    (
        "Kalimantan Utara",
        "Kaltara;North Kalimantan",
        "771 772 774 775",
        "Bulungan=Tanjung Selor; Malinau; Nunukan; Tana Tidung=Tideng Pale; *Tarakan",
    ),
    (
        "Sulawesi Utara",
        "Sulut;North Sulawesi",
        "95",
        (
            "Bolaang Mongondow=Lolak; Minahasa=Tondano; Kepulauan Sangihe=Tahuna; Kepulauan Talaud=Melonguane; Minahasa "
            "Selatan=Amurang; Minahasa Utara=Airmadidi; Minahasa Tenggara=Ratahan; Bolaang Mongondow Utara=Boroko; Kepulauan "
            "Siau Tagulandang Biaro=Sitaro=Ondong Siau; Bolaang Mongondow Timur=Tutuyan; Bolaang Mongondow Selatan=Molibagu; "
            "*Manado; *Bitung; *Tomohon; *Kotamobagu"
        ),
    ),
    (
        "Sulawesi Tengah",
        "Sulteng;Central Sulawesi",
        "94",
        (
            "Banggai=Luwuk; Poso; Donggala=Banawa; Toli-Toli; Buol; Morowali; Banggai Kepulauan=Salakan; Parigi "
            "Moutong=Parimo; Tojo Una Una=Ampana; Sigi=Sigi Biromaru; Banggai Laut; Morowali Utara=Kolonodale; *Palu"
        ),
    ),
    (
        "Sulawesi Selatan",
        "Sulsel;South Sulawesi",
        "90 911 912 916 917 918 919 92",
        (
            "Kepulauan Selayar; Bulukumba; Bantaeng; Jeneponto=Bontosunggu; Takalar=Pattallassang; Gowa=Sungguminasa; "
            "Sinjai=Balangnipa; Bone=Watampone; Maros; Pangkajene dan Kepulauan=Pangkep; Barru; Soppeng=Watansoppeng; "
            "Wajo=Sengkang; Sidenreng Rappang=Sidrap=Pangkajene Sidenreng; Pinrang; Enrekang; Luwu=Belopa; Tana "
            "Toraja=Makale; Luwu Utara=Masamba; Luwu Timur=Malili; Toraja Utara=Rantepao; *Makassar=Ujung Pandang=Mks; "
            "*Parepare; *Palopo"
        ),
    ),
    (
        "Sulawesi Tenggara",
        "Sultra;Southeast Sulawesi",
        "93",
        (
            "Kolaka; Konawe=Unaaha; Muna; Buton=Pasarwajo; Konawe Selatan=Andolo; Bombana; Wakatobi=Wangi-Wangi; Kolaka "
            "Utara=Lasusua; Konawe Utara=Wanggudu; Buton Utara=Buranga; Kolaka Timur=Tirawuta; Konawe Kepulauan; Muna "
            "Barat=Sawerigadi; Buton Tengah=Labungkari; Buton Selatan; *Kendari; *Bau Bau"
        ),
    ),
    (
        "Gorontalo",
        "",
        "96",
        "Gorontalo=Limboto; Boalemo=Tilamuta; Bone Bolango=Suwawa; Pohuwato=Marisa; Gorontalo Utara=Kwandang; *Gorontalo",
    ),
    (
        "Sulawesi Barat",
        "Sulbar;West Sulawesi",
        "913 914 915",
        "Pasangkayu=Mamuju Utara; Mamuju; Mamasa; Polewali Mandar=Polman=Polewali; Majene; Mamuju Tengah=Tobadak",
    ),
    (
        "Maluku",
        "",
        "971 972 973 974 975 976",
        (
            "Maluku Tengah=Masohi; Maluku Tenggara; Kepulauan Tanimbar=Saumlaki=Maluku Tenggara Barat; Buru=Namlea; Seram "
            "Bagian Timur; Seram Bagian Barat; Kepulauan Aru=Dobo; Maluku Barat Daya=Tiakur; Buru Selatan=Namrole; *Ambon; "
            "*Tual"
        ),
    ),
    (
        "Maluku Utara",
        "Malut;North Maluku",
        "977 978",
        (
            "Halmahera Barat=Jailolo; Halmahera Tengah; Halmahera Utara=Tobelo; Halmahera Selatan=Labuha; Kepulauan "
            "Sula=Sanana; Halmahera Timur; Pulau Morotai=Daruba; Pulau Taliabu=Bobong; *Ternate; *Tidore Kepulauan"
        ),
    ),
    (
        "Papua",
        "",
        "985 986 991 992 993",
        (
            "Jayapura=Sentani; Kepulauan Yapen=Serui; Biak Numfor=Biak; Sarmi; Keerom; Waropen=Botawa; Supiori=Sorendiweri; "
            "Mamberamo Raya=Burmeso; *Jayapura"
        ),
    ),
    (
        "Papua Barat",
        "",
        "981",
        (
            "Manokwari; Fak Fak; Teluk Bintuni=Bintuni; Teluk Wondama=Rasiei; Kaimana; Manokwari Selatan=Ransiki; Pegunungan "
            "Arfak"
        ),
    ),
    (
        "Papua Selatan",
        "South Papua",
        "996 998",
        "Merauke; Boven Digoel; Mappi; Asmat=Agats",
    ),
    (
        "Papua Tengah",
        "Central Papua",
        "987 988 989",
        "Nabire; Puncak Jaya; Paniai=Enarotali; Mimika=Timika; Puncak=Ilaga; Dogiyai=Kigamani; Intan Jaya=Sugapa; Deiyai",
    ),
    (
        "Papua Pegunungan",
        "Highland Papua",
        "990 995",
        (
            "Jayawijaya=Wamena; Pegunungan Bintang=Oksibil; Yahukimo=Sumohai; Tolikara=Karubaga; Mamberamo Tengah=Kobakma; "
            "Yalimo=Elelim; Lanny Jaya=Tiom; Nduga=Kenyam"
        ),
    ),
    (
        "Papua Barat Daya",
        "Southwest Papua",
        "984",
        "Sorong=Aimas; Sorong Selatan=Teminabuan; Raja Ampat; Tambrauw; Maybrat=Kumurkek; *Sorong",
    ),
)  # fmt: skip
