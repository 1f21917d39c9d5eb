"""Pictures of a recommendation: its architecture, its cost curve, its headroom."""

from advisor.pictures.models import Picture

__all__ = ["Picture"]
