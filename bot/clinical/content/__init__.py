"""The content a clinician may edit, as typed and checked objects."""

from bot.clinical.content.base import LEVELS, ContentError, Level
from bot.clinical.content.lexicon import AnswerLexicon, Context, Cue, FindingEntry, MedicineWords, Spelling, Times
from bot.clinical.content.loader import CONTENT_DIRECTORY, load_content
from bot.clinical.content.reasoning import CauseEntry, QuestionEntry
from bot.clinical.content.referral import Line, Region
from bot.clinical.content.whole import Content, conditions
from bot.clinical.content.words import Answer, CauseWords

__all__ = [
    "Answer",
    "AnswerLexicon",
    "CONTENT_DIRECTORY",
    "CauseEntry",
    "CauseWords",
    "Content",
    "ContentError",
    "Context",
    "Cue",
    "FindingEntry",
    "LEVELS",
    "Level",
    "Line",
    "MedicineWords",
    "QuestionEntry",
    "Region",
    "Spelling",
    "Times",
    "conditions",
    "load_content",
]
