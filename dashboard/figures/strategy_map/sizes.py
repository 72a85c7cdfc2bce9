"""Measures of the map in its own pixels; at a zoom of 1 these are pixels on the screen."""

CARD_WIDTH, CARD_HEIGHT = 284, 138
EMPTY_ROW = 46  # height of a band without cards
COLUMN_GAP = 48  # least room between two cards of a row
LABEL_WIDTH, MOST_LABEL_WIDTH = 142, 300  # the column at the left that names the bands, as wide as the names ask for
FEW_COLUMNS = 2  # with no more, bands are named above their cards instead
BAND_HEAD_LINES = 2  # of that name, at most
BAND_PAD = 12  # from a card to the edge of its band
MARGIN = 12  # around everything

LANE = 9  # between two lanes in a gap
WIDE_LANES = 14  # beyond so many they move closer together
PORT_GAP = 14  # between two arrows that end at one card, where there is room
PORT_INSET = 24  # from a card's corner to its first arrow
ARROW_ROOM = 24  # from the last lane to the card that an arrow enters
EXIT_ROOM = 16  # from a card to the first lane above it
CHANNEL = 54  # least room between two rows

CANVAS = (1816, 850)  # what a page of 1920 by 1080 leaves for the map
PROJECTOR = 1600  # a canvas at least so wide is read from the last row
LEAST_TEXT, LEAST_TEXT_NEAR = 18, 12  # pixels on the screen: from the last row, and at arm's length

ROWS = 7  # lines for KPIs and projects on a card seen near
ROW_HEIGHT = 13
ROWS_TOP = 46
ROW_LEFT, ROW_RIGHT = 26, 8  # the gutter at the left carries the lines from projects to KPIs
GUTTER_LANE = 4
STATEMENT_LINE = 28

NEAR_ZOOM = 1.3  # from this zoom on, KPIs are shown
LIMIT = 500  # elements that a browser pans smoothly
