"""The words of the story. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = [
    "Ada",
    "Ben",
    "Carla",
    "Dev",
    "Ella",
    "Farid",
    "Gwen",
    "Hal",
    "Iris",
    "Jay",
    "Kit",
    "Lou",
    "Mo",
    "Nia",
    "Owen",
    "Pat",
]
LAST = [
    "Ashby",
    "Brook",
    "Carr",
    "Dale",
    "Eddy",
    "Firth",
    "Gill",
    "Hurst",
    "Lane",
    "Moss",
    "Nash",
    "Pell",
]

PURPOSE = (
    "We decide with residents how the money for this neighbourhood is spent, and we tell "
    "everyone what we decided and why."
)
# Name, capacity, whether they live here.
MEMBERS = (
    ("Amina Yusuf", "resident", True),
    ("Derek Holt", "resident", True),
    ("Maureen Price", "resident", True),
    ("Kwame Boateng", "resident", True),
    ("Sheila Grant", "resident", True),
    ("Paulina Nowak", "resident", True),
    ("Rev. Ruth Ellery", "faith", False),
    ("Imran Sadiq", "business", False),
    ("Cllr Janet Moore", "councillor", False),
    ("Colin Bates", "community", True),
)
INTERESTS = (
    ("Imran Sadiq", "Owns the café beside the park."),
    ("Colin Bates", "Treasurer of the allotment society, which may ask for money."),
)
AGENDA = (
    "Welcome\nInterests\nHow the first fund should work\nAny other business",
    "Interests\nResult of the first vote\nDelivery\nThe conversation and the next fund",
    "Interests\nDates and rules of the second fund\nHow to reach people who do not use the web",
)
MINUTES = (
    "Nine of ten members were present.\n\nThe board talked about how residents should choose. "
    "Members wanted a rule that gives small groups a fair part of the money too.",
    "The result of the first vote was read out and welcomed.\n\nThe board asked the community "
    "worker to begin a conversation before the next fund.",
    "Members agreed the dates of the second fund.\n\nPaper ballots will be at the library, the "
    "surgery and the corner shop, and two volunteers will visit people at home.",
)
# What was decided, why, and who stood aside.
DECISIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Set up a first fund of £30,000, counted by equal shares.",
        "Everyone gets the same share of the money, so small groups win something too.",
        (),
    ),
    (
        "Let the accountable body pay for the ideas that won the first vote.",
        "The vote was closed and counted, and nobody raised an objection within two weeks.",
        ("Colin Bates",),
    ),
    (
        "Set up a second fund of £60,000 with paper ballots at three places.",
        "More people came than expected, and older people asked for paper.",
        (),
    ),
)

QUESTION = "What would make this a better place to grow up and to grow old?"
ABOUT = (
    "The board has money to spend and wants to hear from everyone before it writes the rules.\n"
    "Say whether you agree, disagree or pass, and add what is missing."
)
# A statement, and how the three groups of the story see it: 1 agree, -1 disagree, 0 pass.
VIEWS: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("The park should have lights, so that people can use it after dark.", (1, 1, 1)),
    ("We should spend most of the money on things that last.", (1, 1, 1)),
    ("Young people need a place of their own in the evenings.", (1, 1, -1)),
    ("Cars should be kept off the street by the school.", (1, -1, 1)),
    ("Parking matters more than planting trees.", (-1, 1, 1)),
    ("A bus on Sundays would make a real difference.", (1, -1, 0)),
    ("Small grants for neighbours are better than one big building.", (1, -1, -1)),
    ("The river path should be open to bikes.", (1, -1, 1)),
    ("Local people should be paid to do the work.", (1, 1, 1)),
    ("New money should first go to what we already have.", (-1, 1, 1)),
    ("I would help to run something if someone asked me.", (1, 0, -1)),
)
SUGGESTED: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("There should be benches between the shops and the surgery.", (1, 1, 1)),
)
TURNED_DOWN = ("My neighbour’s hedge is a disgrace.", "It is about a private person.")


@dataclass(frozen=True, slots=True)
class Idea:
    """A proposal of the story; `popular` is how many support it on the page."""

    title: str
    summary: str
    text: str
    cost: int
    category: str
    where: str
    popular: int
    reasons: str
    feasible: bool = True


@dataclass(frozen=True, slots=True)
class Money:
    """A phase of the story, in pounds."""

    title: str
    about: str
    pot: str
    amount: int
    ceiling: int
    categories: tuple[str, ...]


PLACES, PEOPLE = "Places", "People"
FIRST_FUND = Money(
    "First neighbourhood fund",
    "The first money that residents share out. It is for things that can be done within a year.",
    "Neighbourhood pot",
    30_000,
    15_000,
    (PLACES, PEOPLE),
)
SECOND_FUND = Money(
    "Second neighbourhood fund",
    "A larger pot, after what people said in the conversation. Ideas must be for everyone here.",
    "Neighbourhood pot",
    60_000,
    30_000,
    (PLACES, PEOPLE),
)
FIRST_IDEAS = (
    Idea(
        "Benches between the shops and the surgery",
        "Six benches with arms, so that people can rest on the way.",
        "My mother can walk to the surgery, but not without a rest.",
        9_000,
        PLACES,
        "High Street",
        14,
        "The highway has room for six benches. The price is from two offers.",
    ),
    Idea(
        "Friday kitchen at the community centre",
        "A warm meal for everyone once a week for a year.",
        "Cooking together is how we got to know each other.",
        11_500,
        PEOPLE,
        "Community centre",
        12,
        "The kitchen meets the food rules. The cost covers a cook and food for 48 weeks.",
    ),
    Idea(
        "A big screen on the green",
        "Films and football in the open air.",
        "",
        15_000,
        PLACES,
        "The green",
        3,
        "It can be done, but needs a licence for each evening.",
    ),
    Idea(
        "Homework club",
        "Two afternoons a week with someone who helps.",
        "The school gives the room.",
        8_000,
        PEOPLE,
        "The school",
        9,
        "The school agrees. Helpers are checked as the law asks.",
    ),
)
SECOND_IDEAS = (
    Idea(
        "Lights along the park path",
        "Twelve low lights from the gate to the bridge.",
        "Nearly everyone agreed on this in the conversation.",
        24_000,
        PLACES,
        "The park",
        16,
        "The council will look after the lights. The price includes the cable.",
    ),
    Idea(
        "Evening room for young people",
        "Three evenings a week, run with them.",
        "There is nowhere to go when it rains.",
        28_000,
        PEOPLE,
        "Old library",
        11,
        "The old library is free from September. The cost covers two youth workers for a year.",
    ),
    Idea(
        "Sunday minibus",
        "A bus to the hospital and the market on Sundays for six months.",
        "",
        18_500,
        PEOPLE,
        "Whole neighbourhood",
        8,
        "A community transport group has a bus and drivers.",
    ),
    Idea(
        "Planters and young trees",
        "Twenty trees in planters on the square.",
        "Shade in summer, and somewhere to sit.",
        12_000,
        PLACES,
        "The square",
        7,
        "Planters avoid the pipes below. Volunteers will water them for two summers.",
    ),
    Idea(
        "Repair café",
        "Tools and a room to mend things together once a month.",
        "Less waste, and people learn from each other.",
        6_000,
        PEOPLE,
        "Church hall",
        6,
        "The hall is insured for it. The cost is for tools and tests.",
    ),
    Idea(
        "Safe crossing by the school",
        "A raised crossing where children cross now.",
        "Cars do not stop.",
        16_000,
        PLACES,
        "School Lane",
        13,
        "The highways team will build it if the pot pays for the materials.",
    ),
)
COMMENTS = (
    ("I would use this every day.", "Could it be ready before the winter?"),
    ("A good idea, and I can help with it.",),
    ("Who will look after it later?", "The summary says: volunteers for two summers."),
)
# How far delivery is, in words, and the share of the cost that is spent.
DELIVERY = (
    ("done", "All of it is in place. Thank you to everyone who helped.", "0.96"),
    ("under way", "The contract is signed and work begins next week.", "0.30"),
)
