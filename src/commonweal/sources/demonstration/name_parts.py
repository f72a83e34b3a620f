"""Parts of invented place names, and real names that they must not make.

Names are a root and an ending, such as Plover + mere. Roots are birds, plants and weather, or made
up; endings are those of English places.
"""

from __future__ import annotations

COUNTRY = "Evenholm"

_ROOTS = """
    Aldren Alver Amber Ansel Arrow Astel Avel Barley Beckel Bevel Birsel Bittern Bracken Bramble
    Brimmel Brindel Burnet Candel Carrel Cassel Chaffin Cinder Clover Corvel Cossel Cressel Curlew
    Dapple Darrel Dewel Dimmel Dunlin Dunnock Eddel Egret Elvel Ember Eskel Evel Fallow Farrel
    Fennel Fescue Fettel Flaxen Foxel Gannet Garrel Gentian Gilder Gorsel Gossel Hadrel Harebell
    Hazel Hessel Hobbel Hollin Honey Hornel Ivel Jarrow Jessel Juniper Kessel Kestrel Kindel Kitrel
    Lammel Lapwing Larkel Lavel Linnet Lissel Lorrel Lovage Madder Mallow Marrel Martlet Merlin
    Merrel Millet Mossel Myrtle Nessel Nettle Norrel Oakel Orchel Osier Ottel Ouzel Pebble Pellow
    Perrin Pipit Plover Posel Primmel Quillow Quince Rammel Redstart Rennet Rissel Robin Rosel
    Rowan Rushel Samphire Sedgel Serrin Siskin Skylark Sorrel Sparrow Starling Swallow Swiftel
    Tamarisk Tansel Tarrel Teasel Tercel Thistle Throssel Tillow Tolver Tormel Umber Vannel Velder
    Vernel Warbel Wather Waxwing Wendel Wessel Whimbrel Whinnel Willow Wimbrel Winnow Wissel
    Wrennel Yaffel Yarrow Yewel
"""
_ENDINGS = """
    barrow beck bourne bridge brook bury by cliffe combe cote croft cross dale dene fell field fold
    ford garth gate glen grange grove hall ham haven hay head heath hey hill holm holt hope hurst
    hythe keld lea ley low march marsh mead mere mill minster moor mount ness park quay reach ridge
    rigg sands shaw side stead stoke stow strand thorpe thwaite ton tor vale well wick wold wood
    worth
"""
BEFORE: tuple[str, ...] = (
    "Upper",
    "Lower",
    "Great",
    "Little",
    "Old",
    "North",
    "South",
    "East",
    "West",
)
AFTER: tuple[str, ...] = (
    "Green",
    "Hill",
    "Park",
    "Common",
    "Fields",
    "Wood",
    "Bridge",
    "Cross",
    "End",
)

# Real towns, villages, suburbs and estates that these parts would make, as far as known.
_REAL = """
    Alverdale Alverley Alverstoke Alverthorpe Alverton Ambergate Ambergrove Amberley Amberside
    Arrowfield Arrowthwaite Barleyfield Barleymarch Barleythorpe Brackenbury Brackendale
    Brackenfield Brackenhall Brackenhill Brackenhurst Brackenridge Brackenside Brackenthwaite
    Brackenwood Bramblehill Brambleside Bramblewood Burnetham Burnethill Cinderford Cinderhill
    Clovercroft Cloverfield Cloverley Curlewhurst Dapplemere Emberton Fallowfield Farrelton
    Gannethill Hazelbury Hazelgrove Hazelhurst Hazelmere Hazelton Hazelwood Hesselton Hollinfield
    Hollinhall Hollinhill Hollinside Hollinthorpe Hollinwood Honeybourne Honeyhill Honeywell
    Honeywick Ivelbury Jarrowgate Juniperhill Kestrelwood Linnethill Lovageham Mallowdale
    Merlinpark Myrtlefield Myrtlegrove Nettlebed Nettlecombe Nettleham Nettlestead Nettleton
    Osierfield Ouzelwell Pebblebrook Pebblemill Perrinpark Plovermoor Quincehill Robinhill
    Robinwood Rowanfield Rowanhill Rowanpark Rushelton Sandfield Sorrelfield Sparrowhall
    Sparrowhill Starlinghill Swallowcliffe Swallowfield Swallowhurst Thistleton Thistlewood
    Umberslade Wendelbury Willowbrook Willowfield Willowford Willowgate Willowgrove Willowmere
    Willowpark Willowton Winnowhill Yarrowford Yarrowside
"""

ROOTS: tuple[str, ...] = tuple(_ROOTS.split())
ENDINGS: tuple[str, ...] = tuple(_ENDINGS.split())
REAL: frozenset[str] = frozenset(_REAL.split())
