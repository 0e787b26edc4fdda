# What `import marsad` offers, for type checkers and editors; at run time each name is loaded on first use.

from marsad.domain.claim import Attribution as Attribution
from marsad.domain.claim import Casualty as Casualty
from marsad.domain.claim import Claim as Claim
from marsad.domain.claim import Control as Control
from marsad.domain.claim import Event as Event
from marsad.domain.claim import Quote as Quote
from marsad.domain.claim import Relation as Relation
from marsad.domain.claim import Statement as Statement
from marsad.domain.document import Document as Document
from marsad.domain.errors import ExportError as ExportError
from marsad.domain.errors import InputError as InputError
from marsad.domain.errors import MarsadError as MarsadError
from marsad.domain.errors import NotFoundError as NotFoundError
from marsad.domain.errors import SetupError as SetupError
from marsad.domain.errors import StoreError as StoreError
from marsad.domain.filter import Filter as Filter
from marsad.domain.place import Place as Place
from marsad.domain.problem import Problem as Problem
from marsad.domain.reading import Reading as Reading
from marsad.domain.record import ActorRecord as ActorRecord
from marsad.domain.record import AggregateRecord as AggregateRecord
from marsad.domain.record import ControlSpell as ControlSpell
from marsad.domain.record import EventRecord as EventRecord
from marsad.domain.record import Record as Record
from marsad.domain.record import Revision as Revision
from marsad.domain.record import Toll as Toll
from marsad.domain.time import TimeSpan as TimeSpan
from marsad.library import export as export
from marsad.library import ingest as ingest
from marsad.library import open_store as open_store
from marsad.library import read as read
from marsad.library import readings as readings
from marsad.library import reconcile as reconcile
from marsad.store import Store as Store

__version__: str
