"""The provinces of Sumatra and Java: official name, other names, postcode prefixes, regencies and cities.

Names of the decree of the Minister of Home Affairs (Kepmendagri 300.2.2-2138/2025). A star marks a city (kota); after = follow
other names in use, most of them the capital's. Prefixes of postcodes that two provinces share are left out.
"""

ROWS = (
    (
        "Aceh",
        "NAD;Nanggroe Aceh Darussalam",
        "23 24",
        (
            "Aceh Selatan=Tapak Tuan; Aceh Tenggara=Kutacane; Aceh Timur; Aceh Tengah=Takengon; Aceh Barat=Meulaboh; Aceh "
            "Besar=Jantho; Pidie=Sigli; Aceh Utara=Lhoksukon; Simeulue=Sinabang; Aceh Singkil=Singkil; Bireuen; Aceh Barat "
            "Daya=Blangpidie; Gayo Lues=Blang Kejeren; Aceh Jaya=Calang; Nagan Raya; Aceh Tamiang; Bener Meriah=Simpang Tiga "
            "Redelong; Pidie Jaya=Meureudu; *Banda Aceh; *Sabang; *Lhokseumawe; *Langsa; *Subulussalam"
        ),
    ),
    (
        "Sumatera Utara",
        "Sumut;North Sumatra",
        "20 21 22",
        (
            "Tapanuli Tengah; Tapanuli Utara=Tarutung; Tapanuli Selatan=Sipirok; Nias; Langkat=Stabat; Karo=Kabanjahe; Deli "
            "Serdang=Lubuk Pakam; Simalungun; Asahan=Kisaran; Labuhanbatu=Labuhan Batu=Rantau Prapat; Dairi=Sidikalang; "
            "Toba=Toba Samosir=Balige; Mandailing Natal=Madina=Panyabungan; Nias Selatan; Pakpak Bharat; Humbang "
            "Hasundutan=Humbahas=Dolok Sanggul; Samosir=Pangururan; Serdang Bedagai=Sergai=Sei Rampah; Batu Bara; Padang "
            "Lawas Utara; Padang Lawas=Sibuhuan; Labuhanbatu Selatan; Labuhanbatu Utara=Aek Kanopan; Nias Utara; Nias "
            "Barat=Lahomi; *Medan=Mdn; *Pematangsiantar=Siantar; *Sibolga; *Tanjungbalai; *Binjai; *Tebing Tinggi; "
            "*Padangsidimpuan=Sidimpuan=Padang Sidempuan; *Gunungsitoli"
        ),
    ),
    (
        "Sumatera Barat",
        "Sumbar;West Sumatra",
        "25 26 27",
        (
            "Pesisir Selatan=Painan; Solok=Arosuka; Sijunjung=Muaro Sijunjung; Tanah Datar=Batusangkar; Padang Pariaman=Parit "
            "Malintang; Agam=Lubuk Basung; Lima Puluh Kota=Sarilamak; Pasaman=Lubuk Sikaping; Kepulauan Mentawai=Tuapejat; "
            "Dharmasraya=Pulau Punjung; Solok Selatan=Padang Aro; Pasaman Barat=Simpang Ampek; *Padang; *Solok; *Sawahlunto; "
            "*Padang Panjang; *Bukittinggi; *Payakumbuh; *Pariaman"
        ),
    ),
    (
        "Riau",
        "",
        "28 292 293 295",
        (
            "Kampar=Bangkinang; Indragiri Hulu=Rengat; Bengkalis; Indragiri Hilir=Tembilahan; Pelalawan=Pangkalan Kerinci; "
            "Rokan Hulu=Pasir Pengaraian; Rokan Hilir=Bagansiapiapi; Siak=Siak Sri Indrapura; Kuantan Singingi=Kuansing=Taluk "
            "Kuantan; Kepulauan Meranti=Selatpanjang; *Pekanbaru=Pku; *Dumai"
        ),
    ),
    (
        "Jambi",
        "",
        "36 37",
        (
            "Kerinci=Siulak; Merangin; Sarolangun; Batanghari=Muara Bulian; Muaro Jambi=Sengeti; Tanjung Jabung Barat=Kuala "
            "Tungkal; Tanjung Jabung Timur=Muara Sabak; Bungo=Muara Bungo; Tebo=Muara Tebo; *Jambi; *Sungai Penuh"
        ),
    ),
    (
        "Sumatera Selatan",
        "Sumsel;South Sumatra",
        "30 31 32",
        (
            "Ogan Komering Ulu=OKU=Baturaja; Ogan Komering Ilir=OKI=Kayu Agung; Muara Enim; Lahat; Musi Rawas; Musi "
            "Banyuasin=Muba=Sekayu; Banyuasin=Pangkalan Balai; Ogan Komering Ulu Timur; Ogan Komering Ulu Selatan=Muaradua; "
            "Ogan Ilir=Indralaya; Empat Lawang; Penukal Abab Lematang Ilir=PALI=Talang Ubi; Musi Rawas Utara; *Palembang=Plg; "
            "*Pagar Alam; *Lubuk Linggau; *Prabumulih"
        ),
    ),
    (
        "Bengkulu",
        "",
        "38 39",
        (
            "Bengkulu Selatan; Rejang Lebong; Bengkulu Utara=Arga Makmur; Kaur=Bintuhan; Seluma; Mukomuko; Lebong; Kepahiang; "
            "Bengkulu Tengah; *Bengkulu"
        ),
    ),
    (
        "Lampung",
        "",
        "34 35",
        (
            "Lampung Selatan=Kalianda; Lampung Tengah=Gunung Sugih; Lampung Utara=Kotabumi; Lampung Barat; Tulang "
            "Bawang=Menggala; Tanggamus=Agung; Lampung Timur; Way Kanan=Blambangan Umpu; Pesawaran=Gedong Tataan; Pringsewu; "
            "Mesuji; Tulang Bawang Barat; Pesisir Barat=Krui; *Bandar Lampung=Tanjung Karang; *Metro"
        ),
    ),
    (
        "Kepulauan Bangka Belitung",
        "Babel;Bangka Belitung",
        "33",
        (
            "Bangka=Sungai Liat; Belitung=Tanjung Pandan; Bangka Selatan=Toboali; Bangka Tengah; Bangka Barat=Muntok; "
            "Belitung Timur=Manggar; *Pangkal Pinang"
        ),
    ),
    (
        "Kepulauan Riau",
        "Kepri;Riau Islands",
        "291 294 296 297 298",
        (
            "Bintan=Bandar Seri Bentan; Karimun=Tanjung Balai Karimun; Natuna=Ranai; Lingga; Kepulauan Anambas=Tarempa; "
            "*Batam; *Tanjung Pinang"
        ),
    ),
    (
        "DKI Jakarta",
        "DKI;Jakarta;Daerah Khusus Jakarta;Daerah Khusus Ibukota Jakarta",
        "10 11 12 13 14",
        (
            "Kepulauan Seribu; *Jakarta Pusat=Jakpus=Central Jakarta=Menteng; *Jakarta Utara=Jakut=North Jakarta; *Jakarta "
            "Barat=Jakbar=West Jakarta; *Jakarta Selatan=Jaksel=South Jakarta=Kebayoran Baru; *Jakarta Timur=Jaktim=East "
            "Jakarta=Cakung"
        ),
    ),
    (
        "Jawa Barat",
        "Jabar;West Java",
        "16 17 40 41 43 44 45 46",
        (
            "Bogor=Cibinong; Sukabumi=Palabuhanratu; Cianjur; Bandung=Soreang; Garut; Tasikmalaya=Singaparna; Ciamis; "
            "Kuningan; Cirebon; Majalengka; Sumedang; Indramayu; Subang; Purwakarta; Karawang=Kerawang; Bekasi; Bandung "
            "Barat=Ngamprah; Pangandaran; *Bogor; *Sukabumi; *Bandung=Bdg; *Cirebon; *Bekasi; *Depok; *Cimahi; *Tasikmalaya; "
            "*Banjar"
        ),
    ),
    (
        "Jawa Tengah",
        "Jateng;Central Java",
        "50 51 52 53 54 56 57 58 59",
        (
            "Cilacap; Banyumas=Purwokerto; Purbalingga; Banjarnegara; Kebumen; Purworejo; Wonosobo; Magelang; Boyolali; "
            "Klaten; Sukoharjo; Wonogiri; Karanganyar; Sragen; Grobogan=Purwodadi; Blora; Rembang; Pati; Kudus; Jepara; "
            "Demak; Semarang=Ungaran; Temanggung; Kendal; Batang; Pekalongan=Kajen; Pemalang; Tegal=Slawi; Brebes; *Magelang; "
            "*Surakarta=Solo; *Salatiga; *Semarang=Smg; *Pekalongan; *Tegal"
        ),
    ),
    (
        "DI Yogyakarta",
        "DIY;Daerah Istimewa Yogyakarta;Special Region of Yogyakarta",
        "55",
        "Kulon Progo=Kulonprogo; Bantul; Gunungkidul=Wonosari; Sleman; *Yogyakarta=Jogja=Jogjakarta=Yogya",
    ),
    (
        "Jawa Timur",
        "Jatim;East Java",
        "60 61 62 63 64 65 66 67 68 69",
        (
            "Pacitan; Ponorogo; Trenggalek; Tulungagung; Blitar=Kanigoro; Kediri=Ngasem; Malang=Kepanjen; Lumajang; Jember; "
            "Banyuwangi; Bondowoso; Situbondo; Probolinggo=Kraksaan; Pasuruan=Bangil; Sidoarjo; Mojokerto=Mojosari; Jombang; "
            "Nganjuk; Madiun=Caruban; Magetan; Ngawi; Bojonegoro; Tuban; Lamongan; Gresik; Bangkalan; Sampang; Pamekasan; "
            "Sumenep; *Kediri; *Blitar; *Malang; *Probolinggo; *Pasuruan; *Mojokerto; *Madiun; *Surabaya=Sby; *Batu"
        ),
    ),
    (
        "Banten",
        "",
        "15 42",
        (
            "Pandeglang; Lebak=Rangkasbitung; Tangerang=Tigaraksa; Serang=Ciruas; *Tangerang; *Cilegon; *Serang; *Tangerang "
            "Selatan=Tangsel=South Tangerang"
        ),
    ),
)  # fmt: skip
